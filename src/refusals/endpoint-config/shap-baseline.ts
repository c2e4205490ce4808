import type { Refusal } from '../refusal.ts';

export const shapBaseline: Refusal = {
  name: 'shap-baseline',
  operations: ['CreateEndpointConfig'],
  rule: 'The SHAP baseline of an explainer is a ShapBaseline or a ShapBaselineUri, exactly one of them.',
  source: 'API reference, ClarifyShapBaselineConfig',
  confidence: 'documented',
  way_out: 'Keep one of the two members.',
  find: (request) => {
    const baseline = request.at('ExplainerConfig.ClarifyExplainerConfig.ShapConfig.ShapBaselineConfig');
    if (!baseline.exists) return [];
    return baseline.at('ShapBaseline').exists === baseline.at('ShapBaselineUri').exists
      ? [baseline.refuse('One of ShapBaseline and ShapBaselineUri must be specified, and not both.')]
      : [];
  },
};
