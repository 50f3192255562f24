"""The shared parts of engines that run a neural network: matrix products, memory, compilation."""
