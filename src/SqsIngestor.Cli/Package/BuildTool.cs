namespace SqsIngestor.Cli.Package;

/// <summary>Something that the native build needs of the machine.</summary>
/// <param name="What">What it is for, as a person is told.</param>
/// <param name="Package">The Debian package that has it.</param>
/// <param name="AnyOf">Programs of the path, or absolute files; one of them is enough.</param>
internal sealed record BuildTool(string What, string Package, params IReadOnlyList<string> AnyOf);
