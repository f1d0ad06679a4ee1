#include "app/fetching.h"

#include "app/interrupt.h"

namespace assay::app {

source::Options source_options(const FetchOptions& options) {
  source::Options source;
  source.limits.wall = options.timeout;
  source.credentials.token_file = options.token_file;
  source.credentials.ssh_key = options.ssh_key;
  source.ca_file = options.ca_file;
  source.known_hosts = options.known_hosts;
  source.cancel = interrupt_descriptor();
  return source;
}

}  // namespace assay::app
