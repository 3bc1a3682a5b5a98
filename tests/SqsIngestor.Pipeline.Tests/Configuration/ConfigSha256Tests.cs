using System.Security.Cryptography;
using System.Text;
using SqsIngestor.Pipeline.Configuration;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class ConfigSha256Tests
{
    [Fact]
    public void Of_Files_IsThatOfTheTextOfSha256SumSortedByName()
    {
        // printf a | sha256sum, and the same of b and nothing.
        const string Text =
            """
            3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  descriptors/orders.binpb
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  descriptors/orders.v2.avsc
            ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  mappings/orders.yaml

            """;

        var actual = ConfigSha256.Of(new Dictionary<string, byte[]>
        {
            [ConfigSha256.MappingName("/opt/sqs-ingestor/mappings/orders.yaml")] = "a"u8.ToArray(),
            [ConfigSha256.DescriptorName("schemas/orders.v2.avsc")] = [],
            [ConfigSha256.DescriptorName("orders.binpb")] = "b"u8.ToArray(),
        });

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), actual);
    }
}
