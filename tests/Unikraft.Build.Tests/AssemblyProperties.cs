using System.Runtime.Versioning;

// The tests run what they test: gcc, make, tar, scripts.
[assembly: SupportedOSPlatform("linux")]
