import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SageMakerClient, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { CREDENTIALS, REGION } from '../../../support/moto.ts';
import { ended } from '../../../support/processes.ts';
import { type Local, startLocal } from '../core/harness.ts';
import { alive, describeEndpoint, invoke, makeConfig, makeEndpoint, processesOf, untilStatus } from './endpoints.ts';

let dir: string;
/** Ends what a test started, in reverse order, also after a failure. */
let cleanup: Array<() => unknown>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'restart-'));
  cleanup = [() => rmSync(dir, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const undo of cleanup.reverse()) await undo();
});

/** Starts a server in another process, which can be killed. */
async function startProcess() {
  const folder = import.meta.dirname;
  const program = `
    import { createSageMakerServer } from ${JSON.stringify(join(folder, '../../../../local/sagemaker/server.ts'))};
    import { fakeModelServer } from ${JSON.stringify(join(folder, 'fake-model-server.ts'))};
    const { url } = await createSageMakerServer({ dir: ${JSON.stringify(dir)}, region: '${REGION}', parts: () => [], environment: {},
      startModelServer: fakeModelServer, strictOutputs: true });
    console.log(url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ending = once(child, 'exit').then(() => Promise.reject(new Error('The server ended at start')));
  ending.catch(() => undefined);
  const [line] = (await Promise.race([once(child.stdout, 'data'), ending])) as [Buffer];
  const endpoint = line.toString().trim();
  const options = { region: REGION, endpoint, credentials: CREDENTIALS, maxAttempts: 1 };
  return {
    child,
    local: { sagemaker: new SageMakerClient(options), runtime: new SageMakerRuntimeClient(options) } as Local,
  };
}

test('after kill -9 and a new start, endpoints serve again and an update continues', async () => {
  const first = await startProcess();
  await makeConfig(first.local, 'c1', { one: {} });
  await makeConfig(first.local, 'c2', { two: { variant: 'variant-one' } });
  await makeConfig(first.local, 'slow', { three: { mode: 'unhealthy' } });
  for (const name of ['e', 'updating', 'creating'])
    await makeEndpoint(first.local, name, name === 'creating' ? 'slow' : 'c1');
  await untilStatus(first.local, 'InService');
  await untilStatus(first.local, 'InService', 'updating');
  await first.local.sagemaker.send(
    new UpdateEndpointCommand({
      EndpointName: 'updating',
      EndpointConfigName: 'c2',
      DeploymentConfig: {
        BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 1 } },
      },
    }),
  );
  await ended(first.child, 'SIGKILL');

  const second = await startLocal({ dir });
  cleanup.push(() => second.close());
  expect(['SystemUpdating', 'InService']).toContain((await describeEndpoint(second)).EndpointStatus);
  // A call waits until the servers are started again.
  expect(await invoke(second)).toMatchObject({ text: 'one:3' });
  await untilStatus(second, 'InService');
  const updated = await untilStatus(second, 'InService', 'updating');
  expect(updated.EndpointConfigName).toBe('c2');
  expect(await invoke(second, 'abc', {}, 'updating')).toMatchObject({ text: 'two:3' });
  expect(await describeEndpoint(second, 'creating')).toMatchObject({ EndpointStatus: 'Creating' });
});

test('model servers of a killed server are ended; another process with a recorded id is not', async () => {
  const first = await startProcess();
  await makeConfig(first.local, 'c', { one: {} });
  await makeEndpoint(first.local, 'e', 'c');
  await untilStatus(first.local, 'InService');
  await ended(first.child, 'SIGKILL');
  const { openStore } = await import('../../../../local/sagemaker/store.ts');
  const store = openStore(dir);
  const record = store.get('endpoint', 'e') ?? {};
  const orphan: number = record._processes[0].pid;
  expect(alive(orphan)).toBe(true);
  const innocent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { detached: true, stdio: 'ignore' });
  cleanup.push(() => ended(innocent, 'SIGKILL'));
  store.put('endpoint', 'e', {
    ...record,
    _processes: [...record._processes, { pid: innocent.pid, started: 'another time' }],
  });
  const second = await startLocal({ dir });
  cleanup.push(() => second.close());
  await untilStatus(second, 'InService');
  expect(alive(orphan)).toBe(false);
  expect(alive(innocent.pid ?? 0)).toBe(true);
});

test('close ends every model server', async () => {
  const local = await startLocal();
  cleanup.push(() => local.close());
  await makeConfig(local, 'c', { one: {} });
  await makeEndpoint(local, 'e', 'c');
  await untilStatus(local, 'InService');
  const [pid = 0] = processesOf(local);
  await local.close();
  expect(alive(pid)).toBe(false);
});
