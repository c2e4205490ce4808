/** Aggregate functions of Presto 0.296. Their result depends on many rows. */
const AGGREGATES = new Set(
  [
    'any_value approx_distinct approx_most_frequent approx_percentile approx_set arbitrary array_agg avg',
    'bitwise_and_agg bitwise_or_agg bitwise_xor_agg bool_and bool_or checksum classification_fall_out',
    'classification_miss_rate classification_precision classification_recall classification_thresholds',
    'convex_hull_agg corr count count_if covar_pop covar_samp differential_entropy entropy every',
    'evaluate_classifier_predictions geometric_mean geometry_union_agg histogram khyperloglog_agg kurtosis',
    'learn_classifier learn_libsvm_classifier learn_libsvm_regressor learn_regressor make_set_digest map_agg',
    'map_union map_union_sum max max_by merge merge_set_digest min min_by multimap_agg noisy_avg_gaussian',
    'noisy_count_gaussian noisy_count_if_gaussian noisy_sum_gaussian numeric_histogram qdigest_agg reduce_agg',
    'reservoir_sample regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy',
    'set_agg set_union skewness stddev stddev_pop stddev_samp sum tdigest_agg var_pop var_samp variance',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a function, whose name is in lower case, is an aggregate function of Presto. */
export function isAggregate(name: string): boolean {
  return AGGREGATES.has(name);
}
