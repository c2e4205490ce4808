import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sitePackages } from './image.ts';

/**
 * Creates a thin virtual environment over the shared one, as a container has a writable layer over its image.
 * Everything in the shared environment can be imported and counts as installed. So `pip install -r requirements.txt`
 * has nothing to do and needs no network when the requirements are met. A package that it installs goes to the layer
 * and overrides the shared one. pip does not change the shared environment, because it is outside the layer's prefix.
 * @returns the folders that go first on PATH
 */
export function createPythonLayer(base: string, layer: string): string[] {
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
 * Selects the variables of this process's environment that a container process gets: how to reach package registries
 * (pip's settings, proxies, certificates), and the variable by which the platform finds its processes. Inside a
 * container HOME is another folder, so PIP_CONFIG_FILE names pip's user file.
 */
export function passedVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
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
