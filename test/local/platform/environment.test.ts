import { type PlatformAddress, platformVariables } from '../../../local/platform/environment.ts';

const PLATFORM: PlatformAddress = {
  dir: '/tmp/platform',
  region: 'us-east-1',
  account: '123456789012',
  ports: { moto: 1001, sagemaker: 1002 },
  services: ['moto', 'sagemaker'],
  userPresto: undefined,
  allow: '',
};

test('SageMaker stands in front of Application Auto Scaling, and moto has the other services', () => {
  expect(platformVariables(PLATFORM)).toMatchObject({
    AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: 'http://127.0.0.1:1002',
    AWS_ENDPOINT_URL_SAGEMAKER: 'http://127.0.0.1:1002',
    AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1001',
    AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:1001',
  });
});

test('without SageMaker, moto has Application Auto Scaling too', () => {
  expect(platformVariables({ ...PLATFORM, services: ['moto'] })).toMatchObject({
    AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: 'http://127.0.0.1:1001',
  });
});
