import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent, h } from 'vue';
import Glimpse from './Glimpse.vue';
import './site.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'home-hero-image': () => h(Glimpse) }),
  enhanceApp({ app }) {
    app.component('Playground', defineAsyncComponent(() => import('./Playground.vue')));
  },
} satisfies Theme;
