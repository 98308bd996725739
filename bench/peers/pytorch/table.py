"""Every workload by the name it has in all workers."""

import fashion
import operations
import optimizers
import vgg

WORKLOADS = {
    "matmul": operations.matmul,
    "convolution": operations.Convolution,
    "vgg-inference": vgg.Inference,
    "vgg-training": vgg.Training,
    "fashion-epoch": fashion.Epoch,
    "adam": optimizers.adam,
    "adamw": optimizers.adamw,
    "chain-rule": operations.ChainRule,
    "arithmetic": operations.arithmetic,
    "exponential": operations.exponential,
    "softmax": operations.softmax,
    "layer-norm": operations.layer_norm,
    "batch-norm": operations.batch_norm,
    "max-pool": operations.max_pool,
    "sum": operations.total,
}
