import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findContainerImage } from '../../../../local/sagemaker/container/image.ts';
import { IMAGE } from '../jobs/platform.ts';

/** Sends the same requests to sagemaker-inference's Transformer and to serve.py's application. */
const COMPARE = `
import io, json, sys
sys.path[:0] = [sys.argv[1], sys.argv[2]]
import serve
from sagemaker_inference.transformer import Transformer
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler

def toolkit(transformer, content_type, accept, body):
    headers = {"Content-Type": content_type, **({"Accept": accept} if accept else {})}
    context = serve.RequestContext(headers)
    answer = transformer.transform([{"body": body}], context)[0]
    body = serve.to_bytes(answer).decode()
    # The toolkit appends the stack trace to an error's message.
    return [context.status, context.content_type if context.status == 200 else None, body if context.status == 200 else body.split("\\nTraceback")[0]]

def ours(application, content_type, accept, body):
    seen = {}
    def start_response(status, headers):
        seen.update(status=int(status.split()[0]), type=dict(headers)["Content-Type"])
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/invocations", "CONTENT_TYPE": content_type, "wsgi.input": io.BytesIO(body)}
    if accept:
        environ["HTTP_ACCEPT"] = accept
    answer = b"".join(application(environ, start_response)).decode()
    return [seen["status"], seen["type"] if seen["status"] == 200 else None, answer]

transformer, application = Transformer(DefaultInferenceHandler()), serve.ModelApplication()
requests = json.loads(sys.stdin.read())
print(json.dumps([[toolkit(transformer, t, a, b.encode()), ours(application, t, a, b.encode())] for t, a, b in requests]))
`;

const MODULES: Record<string, string> = {
  'all four functions': `
import json
def model_fn(model_dir): return 2.0
def input_fn(body, content_type):
    assert isinstance(body, str if content_type in ("text/csv", "application/json") else bytes)
    return [float(x) for x in (body if isinstance(body, str) else body.decode()).split(",")]
def predict_fn(data, model): return [x * model for x in data]
def output_fn(prediction, accept): return (json.dumps(prediction) if accept == "application/json" else ",".join(map(str, prediction))), accept
`,
  'a transform_fn': `
def model_fn(model_dir): return 2.0
def transform_fn(model, body, content_type, accept):
    if "x" in str(body):
        from sagemaker_inference.errors import BaseInferenceToolkitError
        raise BaseInferenceToolkitError(422, "no x, please", "Unprocessable")
    return f"{model} {content_type} {accept}", "text/plain"
`,
  'the toolkit’s output': `
def model_fn(model_dir): return None
def input_fn(body, content_type): return [[1.5, 2.5], [3.0, 4.0]]
def predict_fn(data, model, context): return data
`,
};
const REQUESTS = [
  ['text/csv', 'text/csv', '1,2'],
  ['text/csv', 'application/json', '1,2'],
  ['text/csv', null, '1,2'],
  ['text/csv', '*/*', '1,2'],
  ['application/json', 'application/json', '3'],
  ['application/octet-stream', 'text/csv', '3'],
  ['text/csv', 'text/csv', 'x'],
];

test.each(Object.entries(MODULES))(
  '%s: answers, content types, statuses and messages are those of the published toolkit',
  (_title, module) => {
    const folder = mkdtempSync(join(tmpdir(), 'mlops-serving-'));
    try {
      mkdirSync(join(folder, 'ml/model/code'), { recursive: true });
      writeFileSync(join(folder, 'ml/model/code/user_module.py'), module);
      const python = join(findContainerImage(IMAGE).venv, 'bin', 'python');
      const answer = execFileSync(
        python,
        ['-c', COMPARE, resolve('local/sagemaker/container'), join(folder, 'ml/model/code')],
        {
          input: JSON.stringify(REQUESTS),
          env: {
            PATH: '/usr/bin:/bin',
            SAGEMAKER_BASE_DIR: join(folder, 'ml'),
            SAGEMAKER_PROGRAM: 'user_module.py',
            PYTHONDONTWRITEBYTECODE: '1',
          },
          stdio: ['pipe', 'pipe', 'pipe'],
          encoding: 'utf8',
        },
      );
      const pairs = JSON.parse(answer.trim().split('\n').at(-1) ?? '[]') as Array<[unknown, unknown]>;
      expect(pairs).toHaveLength(REQUESTS.length);
      expect(pairs.map(([, ours]) => ours)).toEqual(pairs.map(([theirs]) => theirs));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
