"""The training pipeline as the seed's notebook builds it, with the SageMaker Python SDK 2.x, scripts made small."""

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


def build(name: str) -> Pipeline:
    session = PipelineSession(boto_session=boto3.Session())
    bucket = session.default_bucket()

    instance = ParameterString(name="ProcessingInstanceType", default_value="ml.c5.xlarge")
    threshold = ParameterFloat(name="AccuracyConditionThreshold", default_value=0.6)
    group = ParameterString(name="ModelGroup", default_value="mlops-presto")
    host = ParameterString(name="HostParameter", default_value="localhost")
    port = ParameterString(name="PortParameter", default_value="8080")
    train_split = ParameterFloat(name="TrainSplit", default_value=0.7)
    test_split = ParameterFloat(name="TestSplit", default_value=0.9)
    parallel = ParameterInteger(name="MaximumParallelTrainingJobs", default_value=1)
    trainings = ParameterInteger(name="MaximumTrainingJobs", default_value=2)
    target = ParameterString(name="Target", default_value="label")
    features = ParameterString(name="Feature", default_value=FEATURES)
    approval = ParameterString(name="ModelApprovalStatus", default_value="PendingManualApproval")

    def destination(output: str) -> Join:
        return Join(on="/", values=[f"s3://{bucket}", PREFIX, ExecutionVariables.PIPELINE_EXECUTION_ID, output])

    processor = FrameworkProcessor(
        estimator_cls=SKLearn,
        framework_version=IMAGE_VERSION,
        role=ROLE,
        instance_type=instance,
        instance_count=1,
        base_job_name="mlops-prestodb",
        sagemaker_session=session,
    )
    preprocess = ProcessingStep(
        name="Preprocess-Data",
        step_args=processor.run(
            code="preprocess.py",
            source_dir=SCRIPTS,
            outputs=[
                ProcessingOutput(
                    output_name=output, source=f"/opt/ml/processing/{output}", destination=destination(output)
                )
                for output in ("train", "validation", "test")
            ],
            arguments=[
                *("--host", host, "--port", port, "--presto_credentials_key", "prestodb-credentials"),
                *("--region", "us-east-1", "--presto_catalog", "tpch", "--presto_schema", "tiny"),
                *("--train_split", train_split.to_string(), "--test_split", test_split.to_string()),
            ],
        ),
        cache_config=CacheConfig(enable_caching=True, expire_after="P30D"),
    )

    estimator = SKLearn(
        entry_point="training.py",
        source_dir=SCRIPTS,
        role=ROLE,
        instance_count=1,
        instance_type="ml.m5.xlarge",
        framework_version=IMAGE_VERSION,
        base_job_name="rf-sklearn",
        hyperparameters={"n_estimators": 20, "max_depth": 4, "features": FEATURES, "target": "label"},
        sagemaker_session=session,
        output_path=f"s3://{bucket}/",
    )
    tuner = HyperparameterTuner(
        estimator=estimator,
        objective_metric_name="validation:auc",
        hyperparameter_ranges={
            "n_estimators": IntegerParameter(5, 20),
            "max_depth": IntegerParameter(2, 6),
            "min_samples_split": IntegerParameter(2, 10),
            "max_features": CategoricalParameter(["sqrt", "log2"]),
        },
        max_jobs=trainings,
        metric_definitions=[{"Name": "validation:auc", "Regex": "auc (\\S+)"}],
        max_parallel_jobs=parallel,
    )
    outputs = preprocess.properties.ProcessingOutputConfig.Outputs
    tune = TuningStep(
        name="Train-And-Tune-Model",
        tuner=tuner,
        inputs={
            channel: TrainingInput(s3_data=outputs[channel].S3Output.S3Uri, content_type="text/csv")
            for channel in ("train", "test")
        },
    )

    report = PropertyFile(name="EvaluationReport", output_name="evaluation", path="evaluation.json")
    evaluate = ProcessingStep(
        name="Evaluate-Model",
        processor=ScriptProcessor(
            image_uri=sagemaker.image_uris.retrieve("sklearn", "us-east-1", version=IMAGE_VERSION),
            command=["python3"],
            instance_type="ml.m5.xlarge",
            instance_count=1,
            role=ROLE,
            sagemaker_session=session,
        ),
        inputs=[
            ProcessingInput(
                source=tune.get_top_model_s3_uri(top_k=0, s3_bucket=bucket),
                destination="/opt/ml/processing/model",
                input_name="model.tar.gz",
            ),
            ProcessingInput(
                source=outputs["test"].S3Output.S3Uri, destination="/opt/ml/processing/test", input_name="test.csv"
            ),
        ],
        outputs=[
            ProcessingOutput(
                output_name="evaluation", source="/opt/ml/processing/evaluation", destination=destination("evaluation")
            )
        ],
        code=os.path.join(SCRIPTS, "evaluate.py"),
        property_files=[report],
        job_arguments=["--target", target, "--features", features],
    )
    register = RegisterModel(
        name="Register-Model",
        estimator=estimator,
        model_data=tune.get_top_model_s3_uri(top_k=0, s3_bucket=bucket),
        content_types=["text/csv"],
        response_types=["text/csv"],
        inference_instances=["ml.m5.large"],
        transform_instances=["ml.m5.xlarge"],
        model_package_group_name=group,
        approval_status=approval,
        model_metrics=ModelMetrics(
            model_statistics=MetricsSource(
                s3_uri=Join(on="/", values=[destination("evaluation"), "evaluation.json"]),
                content_type="application/json",
            )
        ),
        tags=[{"Key": "team", "Value": "my-team"}],
    )
    gate = ConditionStep(
        name="Accuracy-Condition",
        conditions=[
            ConditionGreaterThanOrEqualTo(
                left=JsonGet(
                    step_name=evaluate.name,
                    property_file=report,
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
    return Pipeline(
        name=name,
        parameters=[
            *(instance, threshold, group, host, port, train_split, test_split),
            *(parallel, trainings, target, features, approval),
        ],
        steps=[preprocess, tune, evaluate, gate],
        sagemaker_session=session,
    )
