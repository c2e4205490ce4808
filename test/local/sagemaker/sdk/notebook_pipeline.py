"""Builds the training pipeline of the published notebooks with the SageMaker Python SDK 2.x, with small scripts."""

import os

import boto3
import sagemaker
from sagemaker.inputs import TrainingInput
from sagemaker.model_metrics import MetricsSource, ModelMetrics
from sagemaker.processing import FrameworkProcessor, ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.estimator import SKLearn
from sagemaker.tuner import CategoricalParameter, HyperparameterTuner, IntegerParameter
from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.parameters import ParameterFloat, ParameterInteger, ParameterString
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.pipeline_context import PipelineSession
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.step_collections import RegisterModel
from sagemaker.workflow.steps import CacheConfig, ProcessingStep, TuningStep

ROLE = "arn:aws:iam::123456789012:role/service-role/SageMakerExecutionRole"
PREFIX = "mlops-pipeline-model"
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scripts")
FEATURES = '["x", "noise"]'
IMAGE_VERSION = "1.2-1"


class Parameters:
    """The parameters of the pipeline."""

    def __init__(self) -> None:
        self.instance = ParameterString(name="ProcessingInstanceType", default_value="ml.c5.xlarge")
        self.threshold = ParameterFloat(name="AccuracyConditionThreshold", default_value=0.6)
        self.group = ParameterString(name="ModelGroup", default_value="mlops-presto")
        self.host = ParameterString(name="HostParameter", default_value="localhost")
        self.port = ParameterString(name="PortParameter", default_value="8080")
        self.train_split = ParameterFloat(name="TrainSplit", default_value=0.7)
        self.test_split = ParameterFloat(name="TestSplit", default_value=0.9)
        self.parallel = ParameterInteger(name="MaximumParallelTrainingJobs", default_value=1)
        self.trainings = ParameterInteger(name="MaximumTrainingJobs", default_value=2)
        self.target = ParameterString(name="Target", default_value="label")
        self.features = ParameterString(name="Feature", default_value=FEATURES)
        self.approval = ParameterString(name="ModelApprovalStatus", default_value="PendingManualApproval")


class NotebookPipeline:
    """Makes the steps of the pipeline."""

    def __init__(self) -> None:
        self.session = PipelineSession(boto_session=boto3.Session())
        self.bucket = self.session.default_bucket()
        self.parameters = Parameters()
        self.report = PropertyFile(name="EvaluationReport", output_name="evaluation", path="evaluation.json")

    def build(self, name: str) -> Pipeline:
        """Makes the pipeline."""
        preprocess = self.preprocess_step()
        estimator = self.estimator()
        tune = self.tuning_step(estimator, preprocess)
        evaluate = self.evaluation_step(preprocess, tune)
        gate = self.gate_step(evaluate, self.registration(estimator, tune))
        return Pipeline(
            name=name,
            parameters=list(vars(self.parameters).values()),
            steps=[preprocess, tune, evaluate, gate],
            sagemaker_session=self.session,
        )

    def destination(self, output: str) -> Join:
        """Gives the address of an output."""
        return Join(on="/", values=[f"s3://{self.bucket}", PREFIX, ExecutionVariables.PIPELINE_EXECUTION_ID, output])

    def preprocess_step(self) -> ProcessingStep:
        """Makes the step that writes train, validation and test rows."""
        parameters = self.parameters
        processor = FrameworkProcessor(
            estimator_cls=SKLearn,
            framework_version=IMAGE_VERSION,
            role=ROLE,
            instance_type=parameters.instance,
            instance_count=1,
            base_job_name="mlops-prestodb",
            sagemaker_session=self.session,
        )
        return ProcessingStep(
            name="Preprocess-Data",
            step_args=processor.run(
                code="preprocess.py",
                source_dir=SCRIPTS,
                outputs=[
                    ProcessingOutput(
                        output_name=output, source=f"/opt/ml/processing/{output}", destination=self.destination(output)
                    )
                    for output in ("train", "validation", "test")
                ],
                arguments=[
                    *("--host", parameters.host, "--port", parameters.port),
                    *("--presto_credentials_key", "prestodb-credentials"),
                    *("--region", "us-east-1", "--presto_catalog", "tpch", "--presto_schema", "tiny"),
                    *("--train_split", parameters.train_split.to_string()),
                    *("--test_split", parameters.test_split.to_string()),
                ],
            ),
            cache_config=CacheConfig(enable_caching=True, expire_after="P30D"),
        )

    def estimator(self) -> SKLearn:
        """Makes the estimator of the training jobs."""
        return SKLearn(
            entry_point="training.py",
            source_dir=SCRIPTS,
            role=ROLE,
            instance_count=1,
            instance_type="ml.m5.xlarge",
            framework_version=IMAGE_VERSION,
            base_job_name="rf-sklearn",
            hyperparameters={"n_estimators": 20, "max_depth": 4, "features": FEATURES, "target": "label"},
            sagemaker_session=self.session,
            output_path=f"s3://{self.bucket}/",
        )

    def tuning_step(self, estimator: SKLearn, preprocess: ProcessingStep) -> TuningStep:
        """Makes the step that trains and tunes the model."""
        tuner = HyperparameterTuner(
            estimator=estimator,
            objective_metric_name="validation:auc",
            hyperparameter_ranges={
                "n_estimators": IntegerParameter(5, 20),
                "max_depth": IntegerParameter(2, 6),
                "min_samples_split": IntegerParameter(2, 10),
                "max_features": CategoricalParameter(["sqrt", "log2"]),
            },
            max_jobs=self.parameters.trainings,
            metric_definitions=[{"Name": "validation:auc", "Regex": "auc (\\S+)"}],
            max_parallel_jobs=self.parameters.parallel,
        )
        outputs = preprocess.properties.ProcessingOutputConfig.Outputs
        return TuningStep(
            name="Train-And-Tune-Model",
            tuner=tuner,
            inputs={
                channel: TrainingInput(s3_data=outputs[channel].S3Output.S3Uri, content_type="text/csv")
                for channel in ("train", "test")
            },
        )

    def evaluation_step(self, preprocess: ProcessingStep, tune: TuningStep) -> ProcessingStep:
        """Makes the step that evaluates the best model on the test rows."""
        outputs = preprocess.properties.ProcessingOutputConfig.Outputs
        return ProcessingStep(
            name="Evaluate-Model",
            processor=ScriptProcessor(
                image_uri=sagemaker.image_uris.retrieve("sklearn", "us-east-1", version=IMAGE_VERSION),
                command=["python3"],
                instance_type="ml.m5.xlarge",
                instance_count=1,
                role=ROLE,
                sagemaker_session=self.session,
            ),
            inputs=[
                ProcessingInput(
                    source=tune.get_top_model_s3_uri(top_k=0, s3_bucket=self.bucket),
                    destination="/opt/ml/processing/model",
                    input_name="model.tar.gz",
                ),
                ProcessingInput(
                    source=outputs["test"].S3Output.S3Uri,
                    destination="/opt/ml/processing/test",
                    input_name="test.csv",
                ),
            ],
            outputs=[
                ProcessingOutput(
                    output_name="evaluation",
                    source="/opt/ml/processing/evaluation",
                    destination=self.destination("evaluation"),
                )
            ],
            code=os.path.join(SCRIPTS, "evaluate.py"),
            property_files=[self.report],
            job_arguments=["--target", self.parameters.target, "--features", self.parameters.features],
        )

    def registration(self, estimator: SKLearn, tune: TuningStep) -> RegisterModel:
        """Makes the step that registers the best model."""
        return RegisterModel(
            name="Register-Model",
            estimator=estimator,
            model_data=tune.get_top_model_s3_uri(top_k=0, s3_bucket=self.bucket),
            content_types=["text/csv"],
            response_types=["text/csv"],
            inference_instances=["ml.m5.large"],
            transform_instances=["ml.m5.xlarge"],
            model_package_group_name=self.parameters.group,
            approval_status=self.parameters.approval,
            model_metrics=ModelMetrics(
                model_statistics=MetricsSource(
                    s3_uri=Join(on="/", values=[self.destination("evaluation"), "evaluation.json"]),
                    content_type="application/json",
                )
            ),
            tags=[{"Key": "team", "Value": "my-team"}],
        )

    def gate_step(self, evaluate: ProcessingStep, register: RegisterModel) -> ConditionStep:
        """Makes the condition on the accuracy: the model is registered, or the execution fails."""
        threshold = self.parameters.threshold
        return ConditionStep(
            name="Accuracy-Condition",
            conditions=[
                ConditionGreaterThanOrEqualTo(
                    left=JsonGet(
                        step_name=evaluate.name,
                        property_file=self.report,
                        json_path="binary_classification_metrics.accuracy.value",
                    ),
                    right=threshold,
                )
            ],
            if_steps=[register],
            else_steps=[
                FailStep(
                    name="AccuracyThresholdFailed",
                    error_message=Join(on=" ", values=["Execution failed due to Accuracy <", threshold]),
                )
            ],
        )
