using SqsIngestor.Cli.Package;

namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>
/// What `sqs-ingestor package` writes in the repository's root is what Terraform takes, without any change.
/// </summary>
public class PackagePathTests
{
    [Fact]
    public void BootstrapZip_ByDefault_IsWherePackageWritesIt()
    {
        var variable = TerraformFiles.Variables().Single(v => v.Name == "bootstrap_zip");

        Assert.Equal($"../{PackageCommand.DefaultOutput}/bootstrap.zip", variable.Default);
    }
}
