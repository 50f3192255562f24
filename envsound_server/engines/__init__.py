"""The engines: the Engine protocol, the registry, and the engines that come with envsound."""
