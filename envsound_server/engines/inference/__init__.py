"""What engines that run a neural model share: products, memory, compilation."""
