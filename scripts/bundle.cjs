// From a crate to what a browser loads of it: wasm and its script, small. Required by build-site and build-workbench.
'use strict';
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** Says what is done, unless asked to be quiet, under the name of the script. */
class Bundler {
  constructor(script, { dev, quiet }) {
    Object.assign(this, { script, dev, quiet });
    // As scripts/build: without the flag of .cargo/config.toml.
    if (!dev) process.env.RUSTFLAGS ??= '';
  }

  // The same command line as cargo-leptos', so that both find each other's work in the target folder.
  wasm(target, profile, crate) {
    this.say(`cargo build ${crate} for the browser (${profile})`);
    const quiet = this.quiet ? ['--quiet'] : [];
    this.run('cargo', ['build', ...quiet, `--package=${crate}`, '--lib', '--target=wasm32-unknown-unknown', '--no-default-features',
      `--profile=${profile}`]);
    return path.join(target, 'wasm32-unknown-unknown', profile, `${crate}.wasm`);
  }

  // wasm-bindgen and wasm-opt take seconds and most edits change only styles: their last result is kept. Returns its folder.
  bound(wasm, name, keep) {
    const key = hash([fs.readFileSync(wasm), fs.readFileSync(__filename), fs.readFileSync('package-lock.json'), name]);
    const kept = path.join(keep, key);
    if (fs.existsSync(kept)) return kept;
    fs.rmSync(keep, { recursive: true, force: true });
    const made = `${kept}.next`;
    this.say('wasm-bindgen');
    this.run('wasm-bindgen', ['--target=web', `--out-name=${name}`, `--out-dir=${made}`, wasm]);
    const bytes = path.join(made, `${name}.wasm`);
    fs.renameSync(path.join(made, `${name}_bg.wasm`), bytes);
    if (!this.dev) {
      this.say('wasm-opt -Oz');
      this.run('wasm-opt', ['-Oz', '--enable-bulk-memory', '--enable-nontrapping-float-to-int', bytes, '-o', bytes]);
      minify(path.join(made, `${name}.js`));
    }
    fs.renameSync(made, kept);
    return kept;
  }

  output(program, args) {
    return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
  }

  // A program that fails has said why.
  run(program, args) {
    try {
      execFileSync(program, args, { stdio: ['ignore', this.quiet ? 'ignore' : 'inherit', 'inherit'] });
    } catch (error) {
      this.fail(error.code === 'ENOENT' ? `${program} is missing: scripts/setup run` : `${program} failed`);
    }
  }

  say(text) {
    if (!this.quiet) console.log(`${this.script}: ${text}`);
  }

  fail(text) {
    console.error(`${this.script}: ${text}`);
    process.exit(1);
  }
}

function minify(script) {
  const { code } = require('@swc/core').minifySync(fs.readFileSync(script, 'utf8'), { compress: true, mangle: true, module: true });
  fs.writeFileSync(script, code);
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex').slice(0, 32);
}

/** What files are named by: the MD5 of their content, as cargo-leptos does it. */
function digest(bytes) {
  return createHash('md5').update(bytes).digest('base64url');
}

function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? files(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
}

/** Goes to the project's folder and finds the tools that scripts/setup installed. */
function enter(root) {
  process.chdir(root);
  const cargo = process.env.CARGO_HOME ?? path.join(process.env.HOME ?? '', '.cargo');
  process.env.PATH = [path.join(root, 'node_modules/.bin'), path.join(cargo, 'bin'), process.env.PATH].join(':');
}

module.exports = { Bundler, digest, enter, files, hash };
