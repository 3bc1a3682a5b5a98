using System.Reflection;
using Microsoft.CodeAnalysis;

namespace SqsIngestor.Shared;

/// <summary>The version of this assembly, and the commit that it was built from.</summary>
[Embedded]
internal static class ProductVersion
{
    private const int CommitLength = 40;
    private const int ShortCommitLength = 8;

    /// <summary>The version as in names of packages, such as <c>0.1.0</c> or <c>0.1.0-alpha.0.12</c>.</summary>
    public static string Number { get; } = NumberOf(Informational);

    /// <summary>
    /// The version and the first characters of the commit, such as <c>0.1.0+1a2b3c4d</c>. Without git, the version alone.
    /// </summary>
    public static string WithCommit { get; } = ShortenCommit(Informational);

    private static string Informational =>
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Drops the build metadata of a semantic version.</summary>
    internal static string NumberOf(string version) => version.Split('+')[0];

    /// <summary>Shortens build metadata that is a commit.</summary>
    internal static string ShortenCommit(string version) => version.Split('+') is [var number, { Length: CommitLength } commit]
        ? $"{number}+{commit[..ShortCommitLength]}"
        : version;
}
