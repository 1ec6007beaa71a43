// npm runs this after it has installed here, before it packs, and where somebody installs from git, as pre-commit does. With `-g` npm installs what builds globally too, so that it is not here.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const run = (command) => execSync(command, { stdio: 'inherit', env: { ...process.env, npm_config_global: 'false', npm_config_location: 'project' } });

const isHere = existsSync('node_modules/tsdown');
const isGlobal = process.env.npm_config_global === 'true';
if (!isHere && isGlobal) run('npm ci --ignore-scripts --no-audit --no-fund');
// whoever leaves out what builds (`--omit=dev`) wants no build
if (isHere || isGlobal) run('npm run build');
