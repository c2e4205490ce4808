import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sitePackages } from './image.ts';

/**
 * Lays a thin virtual environment over the shared one, as a container lays a writable layer over its image: everything
 * of the shared environment is importable and counts as installed, so `pip install -r requirements.txt` has nothing to
 * do (and needs no network) when it is satisfied; what it does install lands in the layer and wins over the shared one,
 * which pip leaves alone because it is outside the layer's prefix.
 * @returns the folders that go first on PATH.
 */
export function layPythonLayer(base: string, layer: string): string[] {
  const packages = sitePackages(base);
  if (!packages) throw new Error(`${base} is not a virtual environment`);
  const bin = join(layer, 'bin');
  const site = join(layer, 'lib', packages.python, 'site-packages');
  mkdirSync(bin, { recursive: true });
  mkdirSync(site, { recursive: true });
  const home = /^home\s*=.*$/m.exec(readFileSync(join(base, 'pyvenv.cfg'), 'utf8'))?.[0];
  writeFileSync(join(layer, 'pyvenv.cfg'), `${home}\ninclude-system-site-packages = false\n`);
  writeFileSync(join(site, '_image.pth'), `${packages.path}\n`);
  const interpreter = realpathSync(join(base, 'bin', 'python'));
  for (const name of ['python', 'python3', packages.python]) {
    if (!existsSync(join(bin, name))) symlinkSync(interpreter, join(bin, name));
  }
  for (const name of ['pip', 'pip3']) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec "${join(bin, 'python')}" -m pip "$@"\n`, { mode: 0o755 });
  }
  return [bin, join(base, 'bin')];
}

/**
 * What a container process takes over from this process's environment: how to reach package registries (pip's own
 * settings, proxies, certificates) and the mark by which the platform finds its processes, nothing else. HOME is another one inside a container, so pip's user file is named.
 */
export function passedThrough(environment: NodeJS.ProcessEnv): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (
      value !== undefined &&
      /^(MLOPS_LOCAL_PROCESS|PIP_\w+|https?_proxy|no_proxy|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/i.test(name)
    ) {
      passed[name] = value;
    }
  }
  const files = ['.config/pip/pip.conf', '.pip/pip.conf', 'Library/Application Support/pip/pip.conf'];
  const file = files.map((each) => join(homedir(), each)).find((each) => existsSync(each));
  if (file !== undefined && passed.PIP_CONFIG_FILE === undefined) passed.PIP_CONFIG_FILE = file;
  return passed;
}
