namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Values of <c>Lambda-Runtime-Function-Error-Type</c>; Lambda keeps only those of this form.</summary>
internal static class FunctionErrorTypes
{
    public const string ConfigurationInvalid = "Function.ConfigurationInvalid";
    public const string MappingInvalid = "Function.MappingInvalid";
    public const string CredentialsInvalid = "Function.CredentialsInvalid";
    public const string ZerobusUnavailable = "Function.ZerobusUnavailable";
    public const string EventInvalid = "Function.EventInvalid";
    public const string DeliveryIncomplete = "Function.DeliveryIncomplete";
    public const string Unexpected = "Function.Unexpected";
}
