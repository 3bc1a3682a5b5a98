using System.Reflection;
using System.Text.RegularExpressions;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Tests.SharedSource;

public sealed partial class ProductVersionTests
{
    [Fact]
    public void UserAgent_OfTheClient_HasItsVersionWithoutTheCommit()
    {
        var name = new ZerobusClientOptions { Endpoint = new Uri("https://1.zerobus.example.com") }.UserAgent;

        Assert.Matches(Semantic(), name["SqsIngestor.Zerobus/".Length..]);
        var version = typeof(ZerobusClientOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        Assert.Equal($"SqsIngestor.Zerobus/{version.InformationalVersion.Split('+')[0]}", name);
    }

    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0-alpha.0.12", "0.1.0-alpha.0.12")]
    [InlineData("0.1.0-alpha.0.12+0123456789abcdef0123456789abcdef01234567", "0.1.0-alpha.0.12")]
    public void NumberOf_Version_DropsMetadata(string version, string expected) =>
        Assert.Equal(expected, ProductVersion.NumberOf(version));

    [Theory]
    [InlineData("0.1.0", "0.1.0")]
    [InlineData("0.1.0-alpha.0.12+0123456789abcdef0123456789abcdef01234567", "0.1.0-alpha.0.12+01234567")]
    [InlineData("0.1.0+debian.2", "0.1.0+debian.2")]
    public void ShortenCommit_Version_KeepsWhatIsNoCommit(string version, string expected) =>
        Assert.Equal(expected, ProductVersion.ShortenCommit(version));

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex Semantic();
}
