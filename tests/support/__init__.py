"""What tests share: servers, processes, clients, checkpoints and files."""
