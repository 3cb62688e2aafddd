#!/bin/sh
# The GPUs of this machine in the words that Spark asks for: {"name": "gpu", "addresses": ["0", "1"]}.
# For spark.worker.resource.gpu.discoveryScript and spark.{driver,executor}.resource.gpu.discoveryScript. Addresses are
# nvidia-smi's numbers, which the training's process reads in the same order (CUDA_DEVICE_ORDER=PCI_BUS_ID).
set -eu

if ! found=$(nvidia-smi --query-gpu=index --format=csv,noheader); then
  echo "gpu-discovery: nvidia-smi does not run or finds no NVIDIA GPU; this machine has none to declare." >&2
  exit 1
fi
addresses=$(printf '%s\n' "$found" | sed -n 's/^[[:space:]]*\([0-9][0-9]*\)[[:space:]]*$/"\1"/p' | paste -s -d, - | sed 's/,/, /g')
if [ -z "$addresses" ]; then
  echo "gpu-discovery: nvidia-smi names no GPU: $found" >&2
  exit 1
fi
printf '{"name": "gpu", "addresses": [%s]}\n' "$addresses"
