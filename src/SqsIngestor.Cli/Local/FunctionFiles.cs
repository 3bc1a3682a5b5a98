namespace SqsIngestor.Cli.Local;

/// <summary>The files that the Lambda program runs with.</summary>
/// <param name="Mapping">The mapping file.</param>
/// <param name="Descriptor">The descriptor set, or the folder of descriptor sets.</param>
/// <param name="Authority">The certificate authority to trust instead of the system's, or null.</param>
/// <param name="Program">The Lambda program; null for the one that comes with this.</param>
internal sealed record FunctionFiles(FileInfo Mapping, FileSystemInfo Descriptor, FileInfo? Authority = null, FileInfo? Program = null);
