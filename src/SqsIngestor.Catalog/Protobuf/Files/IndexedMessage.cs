using Google.Protobuf.Reflection;

namespace SqsIngestor.Catalog.Protobuf.Files;

/// <summary>A message of a set, with the file that it stands in.</summary>
internal sealed record IndexedMessage(FileDescriptorProto File, FileComments Comments, DescriptorProto Message, string FullName, IReadOnlyList<int> Path);
