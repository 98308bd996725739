"""One piece of work, set up once and run many times."""

import torch


class Workload:
    # Whether one run is long enough to be a measurement.
    is_long = False

    def run(self):
        """The work that is timed."""
        raise NotImplementedError

    def outputs(self):
        """What the work gives, for comparison; asked before anything is timed."""
        raise NotImplementedError

    def warm_up(self):
        self.run()

    def findings(self):
        """What else is known after a measurement; not timed."""
        return None


class Function(Workload):
    """A function of tensors, without gradients."""

    def __init__(self, function):
        self.run = torch.no_grad()(function)

    def outputs(self):
        return [self.run()]
