"""The health check of the sidecar on this machine.

`python -m envsound_server.serving.health_check` is the health check of a container that runs the
sidecar alone. Exit code 0: it serves.
"""

import os
import sys
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from envsound.v1 import envsound_service_pb2 as pb

_TIMEOUT_SECONDS = 5.0
_SERVICE = pb.DESCRIPTOR.services_by_name["EnvironmentSoundService"].full_name


def main() -> None:
    """Print the answer, and exit with 1 unless it is SERVING."""
    target = f"127.0.0.1:{os.environ.get('ENVSOUND_PORT') or 7930}"
    # This machine, which no proxy leads to.
    with grpc.insecure_channel(target, [("grpc.enable_http_proxy", 0)]) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)  # its methods are made at run time
        request = health_pb2.HealthCheckRequest(service=_SERVICE)
        try:
            reply = stub.Check(request, timeout=_TIMEOUT_SECONDS)
        except grpc.RpcError as error:
            sys.exit(f"the sidecar does not answer at {target}: {error.code().name}")
    status = health_pb2.HealthCheckResponse.ServingStatus.Name(reply.status)
    print(status)  # noqa: T201 - what the command is for
    sys.exit(reply.status != health_pb2.HealthCheckResponse.SERVING)


if __name__ == "__main__":
    main()
