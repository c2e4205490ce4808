import { sklearnImage } from '../../src/desired/index.ts';

test.each([
  ['us-east-1', '0.23-1', '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:0.23-1-cpu-py3'],
  ['cn-north-1', '1.2-1', '450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-scikit-learn:1.2-1-cpu-py3'],
  ['us-gov-west-1', '1.0-1', '414596584902.dkr.ecr.us-gov-west-1.amazonaws.com/sagemaker-scikit-learn:1.0-1-cpu-py3'],
  ['us-iso-east-1', '1.0-1', '833128469047.dkr.ecr.us-iso-east-1.c2s.ic.gov/sagemaker-scikit-learn:1.0-1-cpu-py3'],
  ['us-isob-east-1', '1.0-1', '281123927165.dkr.ecr.us-isob-east-1.sc2s.sgov.gov/sagemaker-scikit-learn:1.0-1-cpu-py3'],
  [
    'us-isof-south-1',
    '1.0-1',
    '124985052026.dkr.ecr.us-isof-south-1.csp.hci.ic.gov/sagemaker-scikit-learn:1.0-1-cpu-py3',
  ],
  [
    'us-isof-east-1',
    '1.0-1',
    '108575199400.dkr.ecr.us-isof-east-1.csp.hci.ic.gov/sagemaker-scikit-learn:1.0-1-cpu-py3',
  ],
  [
    'eu-west-1',
    '1.4-2-py312',
    '141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312-cpu-py3',
  ],
])('the image of %s has version %s', (region, version, uri) => {
  expect(sklearnImage({ region, version, use: 'inference' })).toBe(uri);
});

const refused = (region: string, version: string, use: 'training' | 'inference') => {
  try {
    return sklearnImage({ region, version, use });
  } catch (error) {
    const { message, way_out } = error as { message: string; way_out: string };
    return { message, way_out };
  }
};

test.each([
  [
    'us-east-3',
    'aws.region: us-east-3 has no scikit-learn image of SageMaker that is known here',
    'Use a region that has one: us-east-1, us-east-2, us-west-1, us-west-2. SageMaker takes no image of another region.',
  ],
  [
    'us-iso-west-1',
    'aws.region: us-iso-west-1 has no scikit-learn image of SageMaker that is known here',
    'Use a region that has one: us-iso-east-1. SageMaker takes no image of another region.',
  ],
  [
    'eusc-de-east-1',
    'aws.region: eusc-de-east-1 has no scikit-learn image of SageMaker that is known here',
    'No region of the partition aws-eusc has one. Use an account and a region of another partition: aws, aws-cn, aws-iso, aws-iso-b, aws-iso-f, aws-us-gov.',
  ],
])('%s has no image, and is refused with the regions of its partition that have one', (region, message, way_out) => {
  expect(refused(region, '1.2-1', 'training')).toEqual({ message, way_out });
});

test('a version is refused when it has no image, or none that serves', () => {
  const way_out = 'Use one of 0.23-1, 1.0-1, 1.2-1, 1.4-2-py312, 1.9-0: they can train and serve.';
  expect(refused('us-east-1', '1.3-1', 'training')).toEqual({
    message: 'training_step.sklearn_framework_version: there is no scikit-learn image 1.3-1',
    way_out,
  });
  expect(refused('us-east-1', '1.4-2', 'inference')).toEqual({
    message: 'training_step.sklearn_framework_version: 1.4-2 has an image for training but none for inference',
    way_out,
  });
  expect(sklearnImage({ region: 'us-east-1', version: '1.4-2', use: 'training' })).toContain(':1.4-2-cpu-py3');
});
