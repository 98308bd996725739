"""PyTorch's side of a contest: reads requests from standard input, one JSON object a line, and answers each with a line."""

import ctypes
import gc
import json
import math
import re
import sys
import time
import traceback

import torch

import generator
from table import WORKLOADS


def openblas():
    """The BLAS library that PyTorch has loaded, if it is OpenBLAS: its threads are not set by PyTorch."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "openblas" in line and line.rstrip().endswith(".so")}
    libraries = [ctypes.CDLL(path) for path in paths]
    return next((library for library in libraries if hasattr(library, "openblas_set_num_threads")), None)


class Worker:
    def __init__(self):
        self.blas = openblas()
        self.workload = None
        self.repeat = 1

    def hello(self, request):
        capability = re.search("CPU capability usage: (.*)", torch.__config__.show())
        version = f"{torch.__version__}, {capability.group(1) if capability else '?'}"
        if torch.backends.mkldnn.is_available():
            version += ", with oneDNN"
        if self.blas is not None:
            self.blas.openblas_get_config.restype = ctypes.c_char_p
            version += f", {self.blas.openblas_get_config().decode().strip()}"
        return {"version": version}

    def begin(self, request):
        self.workload = None
        generator.dtype = torch.float64 if request.get("precise") else torch.float32
        try:
            self.workload = WORKLOADS[request["workload"]](request["arguments"])
        finally:
            generator.dtype = torch.float32
        return {}

    def outputs(self, request):
        return {"outputs": [generator.sample(output) for output in self.workload.outputs()]}

    def warm(self, request):
        threads = request["threads"]
        torch.set_num_threads(threads)
        if self.blas is not None:
            self.blas.openblas_set_num_threads(threads)
        self.repeat = 1
        self.workload.warm_up()
        if not self.workload.is_long:
            self.calibrate(request["minimum"])
        return {"repeat": self.repeat}

    def measure(self, request):
        answer = {"milliseconds": self.time(self.repeat) / self.repeat, "peakBytes": peak_memory()}
        findings = self.workload.findings()
        if findings is not None:
            answer["findings"] = findings
        return answer

    def end(self, request):
        self.workload = None
        gc.collect()
        return {}

    def calibrate(self, minimum):
        """Finds how many runs take at least so many milliseconds; that is the warm-up too."""
        while (taken := self.time(self.repeat)) < minimum:
            wanted = math.ceil(1.2 * self.repeat * minimum / taken)
            self.repeat = min(max(wanted, self.repeat + 1), 10 * self.repeat)

    def time(self, count):
        run = self.workload.run
        start = time.perf_counter()
        for _ in range(count):
            run()
        return (time.perf_counter() - start) * 1000


def peak_memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def main():
    worker = Worker()
    commands = {
        name: getattr(worker, name) for name in ("hello", "begin", "outputs", "warm", "measure", "end")
    }
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = commands[request["command"]](request)
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


main()
