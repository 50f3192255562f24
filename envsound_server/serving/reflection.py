"""Server reflection under v1 and v1alpha.

grpcio-reflection serves v1alpha only. The two schemas differ in the package's name alone, so the
same servicer answers under both, and v1's descriptor is v1alpha's with the other name.
"""

from collections.abc import Sequence

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha._async import ReflectionServicer

_V1_PACKAGE = "grpc.reflection.v1"
_V1ALPHA_PACKAGE = "grpc.reflection.v1alpha"
_SERVICE = "ServerReflection"


def add_reflection(server: grpc.aio.Server, service_names: Sequence[str]) -> None:
    """Add reflection, by which clients list, describe and call services without a proto file."""
    _publish_v1_descriptor()
    names = [f"{package}.{_SERVICE}" for package in (_V1_PACKAGE, _V1ALPHA_PACKAGE)]
    servicer = ReflectionServicer([*service_names, *names])
    handler = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    server.add_generic_rpc_handlers(
        tuple(
            grpc.method_handlers_generic_handler(name, {"ServerReflectionInfo": handler})
            for name in names
        )
    )


def _publish_v1_descriptor() -> None:
    file = descriptor_pb2.FileDescriptorProto()
    reflection_pb2.DESCRIPTOR.CopyToProto(file)
    file.name, file.package = "grpc/reflection/v1/reflection.proto", _V1_PACKAGE
    for method in file.service[0].method:
        method.input_type = method.input_type.replace(_V1ALPHA_PACKAGE, _V1_PACKAGE)
        method.output_type = method.output_type.replace(_V1ALPHA_PACKAGE, _V1_PACKAGE)
    for message in file.message_type:
        for field in (f for f in message.field if f.type_name):
            field.type_name = field.type_name.replace(_V1ALPHA_PACKAGE, _V1_PACKAGE)
    descriptor_pool.Default().AddSerializedFile(
        file.SerializeToString()
    )  # adding an equal file again changes nothing
