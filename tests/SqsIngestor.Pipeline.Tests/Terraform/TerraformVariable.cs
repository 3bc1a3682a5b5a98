namespace SqsIngestor.Pipeline.Tests.Terraform;

/// <summary>A variable of the Terraform root.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its default as it is written, without quotes; null where it is required.</param>
/// <param name="Description">Its description.</param>
internal sealed record TerraformVariable(string Name, string? Default, string Description);
