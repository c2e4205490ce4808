import { randomBytes } from 'node:crypto';
import { S3 } from '@aws-sdk/client-s3';
import { parseS3Uri, s3ObjectStore } from '../../../src/adapters/aws/object-store.ts';

const bucket = `objects-${randomBytes(6).toString('hex')}`;
const objects = s3ObjectStore('us-east-1');
const uri = (key: string) => `s3://${bucket}/${key}`;
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const put = (key: string, body: string) =>
  objects.writeIfAbsent(uri(key), Buffer.from(body), { contentType: 'text/plain' });

beforeAll(async () => {
  if (process.env.AWS_ENDPOINT_URL_S3 === undefined) throw new Error('Run this with npm test -- test/adapters');
  process.env.AWS_ACCESS_KEY_ID ??= 'testing';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'testing';
  await new S3({ region: 'us-east-1', forcePathStyle: true }).createBucket({ Bucket: bucket });
});

test('an object is written once and never overwritten', async () => {
  expect(await put('a/one.txt', 'one')).toBe('created');
  expect(await put('a/one.txt', 'two')).toBe('exists');
  expect(text(await objects.read(uri('a/one.txt')))).toBe('one');
  expect(await objects.head(uri('a/one.txt'))).toMatchObject({ size: 3 });
});

test('what is not there is undefined; as a stream it is not_found', async () => {
  expect(await objects.head(uri('none'))).toBeUndefined();
  expect(await objects.read(uri('none'))).toBeUndefined();
  await expect(objects.stream(uri('none'))[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_found' });
});

test('a bucket that is not there is a failure that names it', async () => {
  await expect(
    objects.writeIfAbsent('s3://no-such-bucket-here/x', Buffer.from('x'), { contentType: 'text/plain' }),
  ).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('s3://no-such-bucket-here/x') });
});

test('a list is read over all its pages', async () => {
  const names = Array.from({ length: 1003 }, (_, n) => `many/${String(n).padStart(4, '0')}`);
  // A few at a time: one moto serves all tests. Without the client, which takes longer than moto.
  const store = (name: string) => fetch(`${process.env.AWS_ENDPOINT_URL_S3}/${bucket}/${name}`, { method: 'PUT' });
  for (let at = 0; at < names.length; at += 20) await Promise.all(names.slice(at, at + 20).map(store));
  const found = [];
  for await (const object of objects.list(uri('many/'))) found.push(object.uri);
  expect(found).toHaveLength(1003);
  expect(found.at(-1)).toBe(uri('many/1002'));
});

test.each(['http://x/y', 's3://bucket', 's3:///key', 's3://bucket/'])('%s is no address of an object', (address) => {
  expect(() => parseS3Uri(address)).toThrow(/is not an address of the form s3:\/\/bucket\/key/);
});
