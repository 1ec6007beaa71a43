// npm runs this after it has installed here, before it packs, and where somebody installs from git, as pre-commit does. With `-g` npm installs what builds globally too, so that it is not here.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const run = (command) => execSync(command, { stdio: 'inherit', env: { ...process.env, npm_config_global: 'false', npm_config_location: 'project' } });

if (!existsSync('node_modules/tsdown')) run('npm ci --ignore-scripts --no-audit --no-fund');
run('npm run build');
