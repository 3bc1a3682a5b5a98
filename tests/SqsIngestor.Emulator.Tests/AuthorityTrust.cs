using System.Security.Cryptography.X509Certificates;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Emulator.Tests;

/// <summary>Trust in a development CA, and in nothing else.</summary>
internal static class AuthorityTrust
{
    public static X509ChainPolicy Of(DevelopmentAuthority authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority.AuthorityPem));
        return policy;
    }
}
