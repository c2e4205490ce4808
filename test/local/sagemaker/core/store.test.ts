import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../../local/sagemaker/store.ts';
import { ended, until } from '../../../support/processes.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('records survive a restart, in the order of their creation', () => {
  const store = openStore(dir);
  for (const name of ['zebra', 'ant', 'Ant', 'arn:aws:x/y*z', `long-${'x'.repeat(300)}`, '..'])
    store.put('model', name, { name });
  store.put('model', 'zebra', { name: 'zebra', again: true });
  store.delete('model', 'ant');
  const again = openStore(dir);
  expect(again.list('model').map((record) => record.name)).toEqual([
    'zebra',
    'Ant',
    'arn:aws:x/y*z',
    `long-${'x'.repeat(300)}`,
    '..',
  ]);
  expect(again.get('model', 'zebra')).toEqual({ name: 'zebra', again: true });
  expect(again.get('model', 'ant')).toBeUndefined();
  expect(again.damaged).toEqual([]);
});

test('a change of a record that was read does not change the store', () => {
  const store = openStore(dir);
  const record = { list: [1] };
  store.put('model', 'm', record);
  record.list.push(2);
  store.get('model', 'm')?.list.push(3);
  store.list('model')[0]?.list.push(4);
  expect(store.get('model', 'm')).toEqual({ list: [1] });
});

test('a listener is called for puts and deletes until it is stopped', () => {
  const store = openStore(dir);
  const calls: unknown[] = [];
  const stop = store.watch('model', (name, record) => calls.push([name, record]));
  store.put('model', 'm', { a: 1 });
  store.put('endpoint', 'e', {});
  store.delete('model', 'm');
  expect(store.delete('model', 'm')).toBe(false);
  stop();
  store.put('model', 'm', { a: 2 });
  expect(calls).toEqual([
    ['m', { a: 1 }],
    ['m', undefined],
  ]);
});

test('a damaged file is moved away and listed, and the other records are read', () => {
  const store = openStore(dir);
  store.put('model', 'good', { ok: true });
  writeFileSync(join(dir, 'state/model/bad.json'), '{"sequence": 4, "na');
  writeFileSync(join(dir, 'state/model/odd.json'), '[]');
  writeFileSync(join(dir, 'state/model/good.json.99.new'), 'half');
  const again = openStore(dir);
  expect(again.list('model')).toEqual([{ ok: true }]);
  expect(again.damaged.map(({ file }) => file).sort()).toEqual([
    join(dir, 'state/model/bad.json'),
    join(dir, 'state/model/odd.json'),
  ]);
  for (const { movedTo } of again.damaged) expect(readFileSync(movedTo, 'utf8')).not.toBe('');
  expect(readdirSync(join(dir, 'state/model'))).toEqual(['good.json']);
  expect(openStore(dir).damaged).toEqual([]);
});

test('thousands of records survive a restart', () => {
  const store = openStore(dir);
  for (let index = 0; index < 3000; index += 1)
    store.put('training-job', `job-${index}`, { index, text: 'x'.repeat(500) });
  expect(openStore(dir).list('training-job')).toHaveLength(3000);
});

test('kill -9 during a write leaves only whole records', async () => {
  const module = join(import.meta.dirname, '../../../../local/sagemaker/store.ts');
  const program = `import { openStore } from ${JSON.stringify(module)};
    const store = openStore(${JSON.stringify(dir)});
    for (let turn = 0; ; turn += 1) store.put('model', 'm' + (turn % 5), { turn, text: 'x'.repeat(50000) });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: 'ignore' });
  await until(() => existsSync(join(dir, 'state/model/m4.json')), 'the first records');
  await ended(child, 'SIGKILL');
  const store = openStore(dir);
  expect(store.damaged).toEqual([]);
  expect(store.list('model')).toHaveLength(5);
  for (const record of store.list('model')) expect(record.text).toHaveLength(50000);
});
