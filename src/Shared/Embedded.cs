namespace Microsoft.CodeAnalysis;

/// <summary>
/// Hides a type from other assemblies, also from those that may see internal types. A source file under src/Shared is compiled
/// into several assemblies; without this attribute, a test project that links the file and sees the internals of a project that
/// links it too would meet two types of one name (CS0436). The compiler knows the attribute by its name.
/// </summary>
[Embedded]
[AttributeUsage(AttributeTargets.All)]
internal sealed class EmbeddedAttribute : Attribute;
