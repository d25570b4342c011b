using Unikraft.Measurements.Command;

return CommandLine.Run(args);
