import {
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateModelPackageCommand,
  CreateModelPackageGroupCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
} from '@aws-sdk/client-sagemaker';
import { containersOf } from '../../../../local/sagemaker/resources/models.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { type Local, putObject, startLocal } from '../core/harness.ts';

const ARN = 'arn:aws:sagemaker:us-east-1:123456789012:';
const IMAGE = '123456789012.dkr.ecr.us-east-1.amazonaws.com/sklearn:1';

let moto: Moto;
let local: Local;
let artifact: string;
beforeAll(async () => {
  moto = await startMoto();
  artifact = await putObject(moto.url, 'models', 'run/model.tar.gz', 'bytes');
  local = await startLocal({ moto: moto.url });
});
afterAll(async () => {
  await local?.close();
  await moto?.stop();
});

const model = (name: string, container: object) =>
  local.sagemaker.send(new CreateModelCommand({ ModelName: name, PrimaryContainer: container }));
const config = (name: string, variants: object[], more = {}) =>
  local.sagemaker.send(
    new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants: variants as never, ...more }),
  );

test('a model with an artifact is created and described', async () => {
  expect(await model('First', { Image: IMAGE, ModelDataUrl: artifact, Environment: { A: '1' } })).toMatchObject({
    ModelArn: `${ARN}model/first`,
  });
  expect(await local.sagemaker.send(new DescribeModelCommand({ ModelName: 'First' }))).toMatchObject({
    ModelName: 'First',
    PrimaryContainer: { Image: IMAGE, ModelDataUrl: artifact },
    EnableNetworkIsolation: false,
  });
  await expect(model('first', { Image: IMAGE })).rejects.toThrow(
    `Cannot create already existing model "${ARN}model/first".`,
  );
});

test('a model without a valid artifact, image or package is refused', async () => {
  await expect(model('lost', { Image: IMAGE, ModelDataUrl: 's3://models/run/other.tar.gz' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Could not find model data at s3://models/run/other.tar.gz.',
  });
  await expect(model('lost', { Image: IMAGE, ModelDataUrl: 's3://no-bucket/x' })).rejects.toThrow(
    /There is no bucket no-bucket/,
  );
  await expect(local.sagemaker.send(new CreateModelCommand({ ModelName: 'lost' }))).rejects.toThrow(
    /must be specified/,
  );
  await expect(model('lost', { ModelPackageName: `${ARN}model-package/none/1` })).rejects.toThrow(/does not exist/);
  await expect(model('lost', { ModelDataUrl: artifact })).rejects.toThrow(/needs an Image/);
});

test('a model from a model package has the package’s containers, with the model’s environment', async () => {
  await local.sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'g' }));
  const { ModelPackageArn } = await local.sagemaker.send(
    new CreateModelPackageCommand({
      ModelPackageGroupName: 'g',
      ModelApprovalStatus: 'Approved',
      InferenceSpecification: {
        Containers: [{ Image: IMAGE, ModelDataUrl: artifact, Environment: { A: 'package', B: 'package' } }],
        SupportedContentTypes: ['text/csv'],
      },
    }),
  );
  await model('packaged', { ModelPackageName: ModelPackageArn, Environment: { A: 'model' } });
  const record = local.server.context.store.get('model', 'packaged') ?? {};
  expect(containersOf(record, local.server.context)).toEqual([
    { image: IMAGE, modelDataUrl: artifact, environment: { A: 'model', B: 'package' } },
  ]);
  await expect(model('mixed', { ModelPackageName: ModelPackageArn, Image: IMAGE })).rejects.toThrow(
    /Specify one of either Image/,
  );
});

test('models are listed newest first, ten on a page', async () => {
  for (let index = 0; index < 12; index += 1) await model(`many-${index}`, { Image: IMAGE });
  const first = await local.sagemaker.send(new ListModelsCommand({ NameContains: 'many' }));
  expect(first.Models?.map((each) => each.ModelName)).toEqual(
    Array.from({ length: 10 }, (_, index) => `many-${11 - index}`),
  );
  const second = await local.sagemaker.send(
    new ListModelsCommand({ NameContains: 'many', NextToken: first.NextToken }),
  );
  expect(second.Models?.map((each) => each.ModelName)).toEqual(['many-1', 'many-0']);
  expect(second.NextToken).toBeUndefined();
});

test('an endpoint configuration is created, checked, listed and deleted', async () => {
  await model('served', { Image: IMAGE });
  const variant = { VariantName: 'all', ModelName: 'served', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
  await config('Config', [variant], { Tags: [{ Key: 'a', Value: 'b' }] });
  expect(await local.sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'Config' }))).toMatchObject(
    {
      EndpointConfigArn: `${ARN}endpoint-config/config`,
      ProductionVariants: [{ ...variant, InitialVariantWeight: 1 }],
    },
  );
  await expect(config('Config', [variant])).rejects.toThrow(
    `Cannot create already existing endpoint configuration "${ARN}endpoint-config/config".`,
  );
  await expect(config('c', [{ ...variant, ModelName: 'nothing' }])).rejects.toThrow(
    `Could not find model "${ARN}model/nothing".`,
  );
  await expect(config('c', [variant, variant])).rejects.toThrow(/unique/);
  await expect(config('c', [{ VariantName: 'all', ModelName: 'served', InstanceType: 'ml.m5.large' }])).rejects.toThrow(
    /InitialInstanceCount/,
  );
  await expect(
    config('c', [variant], { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://models/out' } } }),
  ).rejects.toThrow(/AsyncInferenceConfig is not served by this local SageMaker/);
  expect((await local.sagemaker.send(new ListEndpointConfigsCommand({}))).EndpointConfigs).toHaveLength(1);
  await local.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'Config' }));
  await expect(local.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'Config' }))).rejects.toThrow(
    `Could not find endpoint configuration "${ARN}endpoint-config/config".`,
  );
});

test('a model can be deleted only once', async () => {
  await model('gone', { Image: IMAGE });
  await local.sagemaker.send(new DeleteModelCommand({ ModelName: 'gone' }));
  await expect(local.sagemaker.send(new DeleteModelCommand({ ModelName: 'gone' }))).rejects.toThrow(
    /Could not find model/,
  );
});
