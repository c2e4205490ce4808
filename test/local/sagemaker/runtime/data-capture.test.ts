/** @servers own */
import { CreateEndpointConfigCommand } from '@aws-sdk/client-sagemaker';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { until } from '../../../support/processes.ts';
import { type Local, startLocal } from '../core/harness.ts';
import { describeEndpoint, invoke, makeEndpoint, makeModel, untilStatus } from './endpoints.ts';

const DESTINATION = 's3://captures/live';
let moto: Moto;
let local: Local;
beforeAll(async () => {
  moto = await startMoto('captures');
  local = await startLocal({ moto: moto.url });
  await makeModel(local, 'one');
});
afterAll(async () => {
  await local?.close();
  await moto?.stop();
});

/** An endpoint whose configuration captures. */
async function serve(name: string, capture: object): Promise<void> {
  await local.sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'one', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 100,
        DestinationS3Uri: DESTINATION,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
        CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
        ...capture,
      },
    }),
  );
  await makeEndpoint(local, name, name);
  await untilStatus(local, 'InService', name);
}

async function captured(name: string, lines: number) {
  const { files } = local.server.context;
  let records: Array<{ uri: string; line: string }> = [];
  await until(async () => {
    const objects = await files.list(`${DESTINATION}/${name}/`);
    const texts = await Promise.all(objects.map(async ({ uri }) => ({ uri, text: String(await files.read(uri)) })));
    records = texts.flatMap(({ uri, text }) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => ({ uri, line })),
    );
    return records.length >= lines;
  }, `${lines} captured calls`);
  return records.map(({ uri, line }) => ({ uri, record: JSON.parse(line) }));
}

test('calls are captured in files of the hour, one JSON line each', async () => {
  await serve('both', {});
  expect((await describeEndpoint(local, 'both')).DataCaptureConfig).toEqual({
    EnableCapture: true,
    CaptureStatus: 'Started',
    CurrentSamplingPercentage: 100,
    DestinationS3Uri: DESTINATION,
    KmsKeyId: '',
  });
  await invoke(local, '1,2,3', { CustomAttributes: 'trace', InferenceId: 'id-1' }, 'both');
  await invoke(local, '4,5,6', {}, 'both');
  const [first, second] = await captured('both', 2);
  expect(first?.uri).toMatch(
    /^s3:\/\/captures\/live\/both\/AllTraffic\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/,
  );
  expect(first?.record).toEqual({
    captureData: {
      endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2,3', encoding: 'CSV' },
      endpointOutput: { observedContentType: 'text/csv', mode: 'OUTPUT', data: 'one:5', encoding: 'CSV' },
    },
    eventMetadata: {
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      customAttributes: ['trace'],
      inferenceId: 'id-1',
      inferenceTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
    eventVersion: '0',
  });
  expect(second?.record.captureData.endpointInput.data).toBe('4,5,6');
});

test('data of other content types is in base64, and only the wanted side is captured', async () => {
  await serve('output', { CaptureOptions: [{ CaptureMode: 'Output' }], CaptureContentTypeHeader: undefined });
  await invoke(local, '1,2,3', {}, 'output');
  const [only] = await captured('output', 1);
  expect(only?.record.captureData).toEqual({
    endpointOutput: {
      observedContentType: 'text/csv',
      mode: 'OUTPUT',
      data: Buffer.from('one:5').toString('base64'),
      encoding: 'BASE64',
    },
  });
});

test('the share of the calls is what the configuration says', async () => {
  await serve('share', { InitialSamplingPercentage: 40 });
  await serve('none', { InitialSamplingPercentage: 0 });
  for (let call = 0; call < 200; call += 1) {
    await invoke(local, '1', {}, 'share');
    await invoke(local, '1', {}, 'none');
  }
  // 80 calls are expected. Below 45 or above 115 has a probability under one in a million.
  await captured('share', 45);
  await local.close();
  local = await startLocal({ moto: moto.url });
  expect((await captured('share', 45)).length).toBeLessThan(116);
  expect(await local.server.context.files.list(`${DESTINATION}/none/`)).toEqual([]);
});

test('a bucket that is not there fails no call, and what waits is written when it is', async () => {
  await makeModel(local, 'one');
  await serve('late', { DestinationS3Uri: 's3://comes-later/live' });
  expect((await invoke(local, '1,2,3', {}, 'late')).text).toBe('one:5');
  const { files } = local.server.context;
  await until(async () => (await fetch(`${moto.url}/comes-later`, { method: 'PUT' })).ok, 'the bucket');
  await invoke(local, '4,5,6', {}, 'late');
  await until(async () => (await files.list('s3://comes-later/live/')).length > 0, 'captured data');
  const [{ uri } = { uri: '' }] = await files.list('s3://comes-later/live/');
  expect(
    String(await files.read(uri))
      .trimEnd()
      .split('\n').length,
  ).toBe(2);
});
