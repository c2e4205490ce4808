import { logText } from '../src/log-text.ts';

test.each([
  ['a command in a line of its own', 'no column x\n::set-env name=A::b', 'no column x\n: :set-env name=A::b'],
  ['a command behind blanks', 'no column x\n \t\u00a0::error::forged', 'no column x\n \t\u00a0: :error::forged'],
  ['a command behind a carriage return', 'a\r::stop-commands::x\r\n::y', 'a\n: :stop-commands::x\n: :y'],
  ['a command at the very beginning', '::add-mask::a', ': :add-mask::a'],
  ['a command behind empty lines', 'a\n\n\n::x', 'a\n\n\n: :x'],
  ['more colons', ':::x', ': ::x'],
  ['the older form of a command', 'at ##[add-path]/evil', 'at # #[add-path]/evil'],
  ['an escape sequence', 'a\u001b[31mred\u009b0m\u0007\u0000\u007f', 'a\ufffd[31mred\ufffd0m\ufffd\ufffd\ufffd'],
  ['text that turns its direction', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
])('%s is only text', (_what, text, expected) => {
  expect(logText(text)).toBe(expected);
});

test.each([
  'arn:aws:sagemaker:us-east-1:123456789012:model-package/a/1',
  'User: arn:aws:sts::123456789012:assumed-role/mlops-plan/run is not authorized',
  'arn:aws:iam::123456789012:role/a',
  'a::b, std::vector',
  '4 s  Preprocess-Data: Executing',
  'config.yml:3:1 x: y\n    a: b\n\t^^^',
  '## [a heading](b) ⛔ 日本語',
])('%j stays as it is', (text) => {
  expect(logText(text)).toBe(text);
});
