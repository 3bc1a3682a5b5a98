using SqsIngestor.Cli.Package.Elf;

namespace SqsIngestor.Cli.Tests.Package.Elf;

public class GlibcVersionTests
{
    private static readonly VersionNeed[] Old = [
        new("libc.so.6", "GLIBC_2.2.5", ["free"]), new("libc.so.6", "GLIBC_2.34", ["dlopen"]),
        new("libm.so.6", "GLIBC_2.9", ["exp"])];

    [Fact]
    public void Needed_SeveralVersions_IsTheNewestByNumber() => Assert.Equal(new Version(2, 34), GlibcVersion.Needed(Old));

    [Fact]
    public void TooNew_UpToLambdas_IsEmpty() => Assert.Empty(GlibcVersion.TooNew(Old));

    [Fact]
    public void TooNew_NewerThanLambdas_NamesTheSymbolsAndTheirVersion()
    {
        var needs = Old.Append(new("libc.so.6", "GLIBC_2.38", ["__isoc23_strtol", "strlcpy"]))
            .Append(new("libgcc_s.so.1", "GCC_9.0", ["x"]));

        Assert.Equal(
            ["__isoc23_strtol (GLIBC_2.38 of libc.so.6)", "strlcpy (GLIBC_2.38 of libc.so.6)"], GlibcVersion.TooNew(needs));
    }
}
