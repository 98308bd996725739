// ONNX Runtime's side of a contest: reads requests from standard input, one JSON object a line, and answers each with a line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import ort from "onnxruntime-node";

const model = new URL("../build/vgg16.onnx", import.meta.url).pathname;
const most = 256;

// Numbers that every language here makes alike, to the bit; see Numbers.cs.
function lowbias32(x) {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function make(seed, count) {
  const start = Math.imul(seed, 0x9e3779b9);
  return Float32Array.from({ length: count }, (_, i) => (lowbias32((i + start) | 0) >>> 8) / 8388608 - 1);
}

function sample(values) {
  if (values.length <= most) return Array.from(values);
  return Array.from({ length: most }, (_, i) => values[lowbias32(i) % values.length]);
}

/** VGG-16 on one image. The number of threads belongs to the session, so each gets a new one. */
class Inference {
  image = new ort.Tensor("float32", make(1, 3 * 224 * 224), [1, 3, 224, 224]);

  async setThreads(count) {
    await this.session?.release();
    this.session = await ort.InferenceSession.create(model, { intraOpNumThreads: count, interOpNumThreads: 1 });
  }

  async run() {
    return (await this.session.run({ image: this.image })).logits;
  }
}

let workload;
let repeat = 1;

async function time(count) {
  const start = performance.now();
  for (let i = 0; i < count; i++) await workload.run();
  return performance.now() - start;
}

/** Finds how many runs take at least so many milliseconds; that is the warm-up too. */
async function calibrate(minimum) {
  repeat = 1;
  await time(2);
  for (let taken; (taken = await time(repeat)) < minimum; )
    repeat = Math.min(Math.max(Math.ceil((1.2 * repeat * minimum) / taken), repeat + 1), 10 * repeat);
}

function peakMemory() {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
}

const commands = {
  hello: () => ({ version: ort.env.versions?.node ?? "unknown" }),
  begin: async ({ workload: name }) => {
    if (name !== "vgg-inference") throw new Error(`There is no workload ${name}.`);
    workload = new Inference();
    await workload.setThreads(1);
    return {};
  },
  outputs: async () => ({ outputs: [sample((await workload.run()).data)] }),
  warm: async ({ threads, minimum }) => {
    await workload.setThreads(threads);
    await calibrate(minimum);
    return { repeat };
  },
  measure: async () => ({ milliseconds: (await time(repeat)) / repeat, peakBytes: peakMemory() }),
  end: async () => {
    await workload?.session.release();
    workload = undefined;
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await commands[request.command](request);
  } catch (error) {
    answer = { error: String(error.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
