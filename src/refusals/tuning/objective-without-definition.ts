import type { Member } from '../member.ts';
import type { Refusal } from '../refusal.ts';
import { trainingJobs } from '../training-jobs.ts';

/** Repositories of the built-in algorithms. The service knows their metrics (developer guide, "Use built-in algorithms"). */
const BUILT_IN =
  /\/(blazingtext|factorization-machines|forecasting-deepar|image-classification(-neo)?|ipinsights|kmeans|knn|lda|linear-learner|ntm|object-detection|object2vec|pca|randomcutforest|semantic-segmentation|seq2seq|(sagemaker-)?xgboost)(:|@|$)/;

export const objectiveWithoutDefinition: Refusal = {
  name: 'objective-without-definition',
  operations: ['CreateHyperParameterTuningJob'],
  rule: 'A tuning job whose image is not of a built-in algorithm defines the metric of its objective.',
  source: 'aws/amazon-sagemaker-examples#1207',
  confidence: 'quoted',
  settings: ['tuning_step.objective_metric_name'],
  way_out: 'Define a metric of that name in MetricDefinitions.',
  find: (request) =>
    trainingJobs(request)
      .filter((job) => {
        const image = job.at('AlgorithmSpecification.TrainingImage').text;
        return image !== undefined && !BUILT_IN.test(image);
      })
      .flatMap((job) => {
        const objective = objectiveOf(job, request);
        const metrics = job.at('AlgorithmSpecification.MetricDefinitions').items.map((metric) => metric.at('Name'));
        const isKnown = metrics.every(({ text }) => text !== undefined);
        if (objective.text === undefined || !isKnown || metrics.some(({ text }) => text === objective.text)) return [];
        return [
          objective.refuse(
            'A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions.',
          ),
        ];
      }),
};

function objectiveOf(job: Member, request: Member): Member {
  const own = job.at('TuningObjective.MetricName');
  return own.exists ? own : request.at('HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.MetricName');
}
