using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>A step of <c>payload.decode</c>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Name">As the file calls it, for messages.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Auto"><c>when: auto</c></param>
/// <param name="MessageName">Full name of a protobuf message.</param>
internal sealed record PayloadStepSyntax(PayloadStepKind Kind, string Name, TextPosition Position, bool Auto = false, YamlScalar? MessageName = null);
