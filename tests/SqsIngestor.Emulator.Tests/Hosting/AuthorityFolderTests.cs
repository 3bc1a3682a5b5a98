using System.Security.Cryptography.X509Certificates;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Hosting;

public sealed class AuthorityFolderTests : IDisposable
{
    private readonly TemporaryFolder _parent = new();

    private string Folder => _parent["authority"];

    private string Certificate => Path.Combine(Folder, "ca.pem");

    private string Key => Path.Combine(Folder, "ca.key");

    [Fact]
    public void Open_NoFolder_CreatesOneWithAKeyOfTheOwner()
    {
        using var authority = AuthorityFolder.Open(Folder);

        Assert.Equal(authority.AuthorityPem + "\n", File.ReadAllText(Certificate));
        Assert.Equal(["ca.key", "ca.pem"], Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order());
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
    }

    [Fact]
    public void Open_SecondTime_IssuesACertificateOfTheSameAuthority()
    {
        AuthorityFolder.Open(Folder).Dispose();
        var before = File.ReadAllText(Certificate);

        using var authority = AuthorityFolder.Open(Folder);

        Assert.Equal(before, File.ReadAllText(Certificate));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(before));
        Assert.True(chain.Build(authority.ServerCertificate));
    }

    [Fact]
    public void Open_LateInTheLifeOfTheAuthority_ServesNoLongerThanIt()
    {
        AuthorityFolder.Open(Folder).Dispose();
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Certificate);

        using var authority = AuthorityFolder.Open(Folder, At(89));

        Assert.Equal(certificate.NotAfter, authority.ServerCertificate.NotAfter);
    }

    [Theory]
    [InlineData("ca.pem", "ca.key is there without ca.pem")]
    [InlineData("ca.key", "ca.pem is there without ca.key")]
    public void Open_OneFileIsMissing_IsRefused(string missing, string words)
    {
        AuthorityFolder.Open(Folder).Dispose();
        File.Delete(Path.Combine(Folder, missing));

        Assert.Contains(words, Refused().Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder, missing)));
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("ca.key")]
    public void Open_DamagedFile_IsRefused(string damaged)
    {
        AuthorityFolder.Open(Folder).Dispose();
        File.WriteAllText(Path.Combine(Folder, damaged), "nothing");

        Assert.Contains("are damaged, or do not belong together", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_KeyOfAnotherAuthority_IsRefused()
    {
        AuthorityFolder.Open(Folder).Dispose();
        using var other = new DevelopmentAuthority();
        File.WriteAllText(Certificate, other.AuthorityPem);

        Assert.Contains("do not belong together", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(91, "has expired")]
    [InlineData(-1, "is not valid before")]
    public void Open_OutsideItsTime_IsRefused(int days, string words)
    {
        AuthorityFolder.Open(Folder).Dispose();

        Assert.Contains(words, Refused(At(days)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_KeyThatOthersCanRead_IsRefused()
    {
        if (OperatingSystem.IsWindows()) return;
        AuthorityFolder.Open(Folder).Dispose();
        File.SetUnixFileMode(Key, File.GetUnixFileMode(Key) | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Refused().Message, StringComparison.Ordinal);
    }

    public void Dispose() => _parent.Dispose();

    private AuthorityFolderException Refused(TimeProvider? clock = null) =>
        Assert.Throws<AuthorityFolderException>(() => AuthorityFolder.Open(Folder, clock).Dispose());

    private static FixedClock At(int days) => new(TimeProvider.System.GetUtcNow().AddDays(days));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
