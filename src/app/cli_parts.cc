#include "app/cli_parts.h"

#include "base/dates.h"

namespace assay::app {

void add_isolation(CLI::App& command, std::string& isolation) {
  command.add_option("--isolation", isolation, "How the submission is kept apart")
      ->check(CLI::IsMember({"full", "user", "none"}))
      ->option_text("full|user|none");
}

void add_jobs(CLI::App& command, unsigned& jobs, const char* what) {
  command.add_option("--jobs", jobs, what)->check(CLI::Range(1U, 256U))->type_name("N");
}

void add_assessment(CLI::App& command, AssessmentOptions& options, const char* what) {
  command.add_option("--assessment", options.name, what)->type_name("NAME");
  command
      .add_option("--assessments", options.file,
                  "Where assessments are (assessments.json beside the exercises)")
      ->type_name("FILE");
}

void add_credentials(CLI::App& command, FetchOptions& options) {
  command
      .add_option("--token-file", options.token_file,
                  "File with a token, or user:password, for https (mode 0600)")
      ->type_name("FILE");
  command.add_option("--ssh-key", options.ssh_key, "Private key for ssh")->type_name("FILE");
  command.add_option("--known-hosts", options.known_hosts, "Host keys for ssh")->type_name("FILE");
  command.add_option("--ca-file", options.ca_file, "Certificates to trust for https")
      ->type_name("FILE");
  command
      .add_option_function<std::uint32_t>(
          "--fetch-timeout",
          [&options](std::uint32_t seconds) { options.timeout = std::chrono::seconds(seconds); },
          "Seconds that fetching the repository may take (120)")
      ->check(CLI::Range(1U, 3600U))
      ->type_name("SECONDS");
}

CLI::Option* add_date(CLI::App& command, const std::string& name, const std::string& what,
                      std::function<void(std::int64_t)> set) {
  return command
      .add_option_function<std::string>(
          name,
          [name, set = std::move(set)](const std::string& text) {
            const auto date = parse_date(text);
            if (!date) throw CLI::ValidationError(name, date.error().message);
            set(*date);
          },
          what)
      ->type_name("DATE");
}

CLI::Option* add_duration(CLI::App& command, const std::string& name, const std::string& what,
                          std::function<void(std::int64_t)> set) {
  return command
      .add_option_function<std::string>(
          name,
          [name, set = std::move(set)](const std::string& text) {
            const auto seconds = parse_duration(text);
            if (!seconds) throw CLI::ValidationError(name, seconds.error().message);
            set(*seconds);
          },
          what)
      ->type_name("DURATION");
}

}  // namespace assay::app
