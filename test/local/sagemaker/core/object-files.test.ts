import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3ObjectFiles, selectPrefix } from '../../../../local/sagemaker/object-files.ts';
import { CREDENTIALS, type Moto, REGION, startMoto } from '../../../support/moto.ts';
import { ended } from '../../../support/processes.ts';

const MB = 1024 * 1024;
let dir: string;
let moto: Moto;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'object-files-'));
  moto = await startMoto('files');
});

afterAll(async () => {
  await moto.stop();
  rmSync(dir, { recursive: true, force: true });
});

const filesAt = (endpoint: string | undefined) =>
  new S3ObjectFiles({ region: REGION, endpoint, credentials: CREDENTIALS });

test('a folder is downloaded from S3 as it was uploaded, with empty and large files', async () => {
  const folder = join(dir, 'up');
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
  writeFileSync(join(folder, 'empty.csv'), '');
  writeFileSync(join(folder, 'deep/er/naïve name.txt'), 'ü');
  const large = randomBytes(3 * MB + 1);
  writeFileSync(join(folder, 'deep/large.bin'), large);
  const files = filesAt(moto.url);
  expect(await files.upload(folder, 's3://files/data')).toEqual([
    's3://files/data/deep/er/naïve name.txt',
    's3://files/data/deep/large.bin',
    's3://files/data/empty.csv',
  ]);
  const back = join(dir, 'down');
  await files.download('s3://files/data', back);
  expect(readFileSync(join(back, 'deep/large.bin')).equals(large)).toBe(true);
  expect(readFileSync(join(back, 'deep/er/naïve name.txt'), 'utf8')).toBe('ü');
  expect(readFileSync(join(back, 'empty.csv'), 'utf8')).toBe('');
});

test('an error names a missing bucket and a missing endpoint', async () => {
  const file = join(dir, 'one.txt');
  writeFileSync(file, '1');
  await expect(filesAt(moto.url).writeFile('s3://nowhere/one.txt', file)).rejects.toThrow(
    'There is no bucket nowhere (s3://nowhere/one.txt)',
  );
  await expect(filesAt(undefined).writeFile('s3://files/one.txt', file)).rejects.toThrow(
    'AWS_ENDPOINT_URL_S3 is not set',
  );
});

test('an interrupted upload is sent again from the beginning', async () => {
  const file = join(dir, 'again.bin');
  const content = randomBytes(MB);
  writeFileSync(file, content);
  const received: Buffer[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests === 1) return void request.once('data', () => request.socket.destroy());
    request.on('data', (chunk: Buffer) => received.push(chunk));
    request.on('end', () => response.end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await filesAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).writeFile('s3://files/again.bin', file);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  expect(requests).toBe(2);
  expect(Buffer.concat(received).equals(content)).toBe(true);
});

describe('memory', () => {
  let sink: ChildProcess;
  let url: string;

  beforeAll(async () => {
    // In another process: the memory for what it receives does not count here.
    const program = `const s = require('node:http').createServer((q, r) => q.resume().on('end', () => r.end()));
      s.listen(0, '127.0.0.1', () => console.log(s.address().port))`;
    sink = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<string>((done) => sink.stdout?.once('data', (data: Buffer) => done(String(data))));
    url = `http://127.0.0.1:${port.trim()}`;
  });
  afterAll(() => ended(sink));

  test('an upload of 192 MB needs less than two thirds of that in memory', async () => {
    const file = join(dir, 'large.bin');
    writeFileSync(file, '');
    truncateSync(file, 192 * MB); // The file is sparse: it uses no space on the disk.
    const before = process.memoryUsage.rss();
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 2);
    await filesAt(url).writeFile('s3://files/large.bin', file);
    clearInterval(timer);
    // Chunks that were sent stay in memory until V8 collects them, which it does at about 64 MB.
    expect((peak - before) / MB).toBeLessThan(128);
  });
});

describe('S3Prefix', () => {
  const listed = ['s3://b/data/', 's3://b/data/a', 's3://b/data/c/d', 's3://b/data2'].map((uri) => ({ uri }));
  test.each([
    ['s3://b/data2', ['s3://b/data2'], 's3://b/'],
    ['s3://b/data', ['s3://b/data/a', 's3://b/data/c/d'], 's3://b/data/'],
    ['s3://b/data/', ['s3://b/data/a', 's3://b/data/c/d'], 's3://b/data/'],
    ['s3://b', ['s3://b/data/a', 's3://b/data/c/d', 's3://b/data2'], 's3://b/'],
    ['s3://b/da', ['s3://b/data/a', 's3://b/data/c/d', 's3://b/data2'], 's3://b/'],
  ])('%s selects its objects', (uri, expected, base) => {
    const selection = selectPrefix(uri, listed);
    expect(selection.objects.map((object) => object.uri)).toEqual(expected);
    expect(selection.base).toBe(base);
  });
});
