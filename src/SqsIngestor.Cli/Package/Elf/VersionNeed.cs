namespace SqsIngestor.Cli.Package.Elf;

/// <summary>A version of a shared library that a program does not start without.</summary>
/// <param name="Library">The library, such as libc.so.6.</param>
/// <param name="Version">The version's name, such as GLIBC_2.34.</param>
/// <param name="Symbols">The symbols that need it.</param>
internal sealed record VersionNeed(string Library, string Version, IReadOnlyList<string> Symbols);
