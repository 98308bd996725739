"""Writes VGG-16 with its generated weights as an ONNX file: export_vgg.py FILE."""

import os
import sys

import torch

from generator import make
from vgg import vgg16

path = sys.argv[1]
torch.onnx.export(
    vgg16().eval(), make(1, 1, 1, 3, 224, 224), path + ".new", input_names=["image"], output_names=["logits"],
    opset_version=13)
os.replace(path + ".new", path)
